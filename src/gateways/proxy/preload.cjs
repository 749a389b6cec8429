// Loaded by `node --require` before an unchanged app (Node 18 and newer): its calls to *.twilio.com go to the simulator
// at PARTYLINE_URL, all other traffic is left alone. Three nets, from the finest to the one nothing slips through:
// http and https requests, the global fetch, and any socket that would connect to such a host by name.
// There is no way back to the real service: a simulator that does not answer makes the call fail.
'use strict'

const http = require('node:http')
const https = require('node:https')
const { syncBuiltinESMExports } = require('node:module')
const { Socket } = require('node:net')
const { domainToASCII, urlToHttpOptions } = require('node:url')

const simulator = new URL(process.env.PARTYLINE_URL || 'http://127.0.0.1:8398')
// Node 18 may try ::1 alone, where nobody listens.
if (simulator.hostname === 'localhost') simulator.hostname = '127.0.0.1'
const address = simulator.hostname.replace(/^\[|\]$/g, '')
const overTls = simulator.protocol === 'https:'
const suffixes = (process.env.PARTYLINE_DOMAINS || 'twilio.com').split(',').map((domain) => `.${domain.trim()}`)

catchRequests()
catchFetch()
catchSockets()
syncBuiltinESMExports()

function isCaught(host) {
  if (typeof host !== 'string') return false
  const name = `.${domainToASCII(host).replace(/\.+$/, '')}`
  return suffixes.some((suffix) => name.endsWith(suffix))
}

function catchRequests() {
  const send = overTls ? https.request : http.request
  const agent = new (overTls ? https : http).Agent({ keepAlive: true })
  for (const scheme of [http, https]) {
    const original = scheme.request
    scheme.request = function request(...args) {
      const options = optionsOf(args)
      const host = options && (options.hostname || options.host)
      if (!isCaught(host)) return Reflect.apply(original, this, args)
      const callback = args.find((arg) => typeof arg === 'function')
      return send({ ...redirected(options, host), agent }, callback)
    }
    scheme.get = function get(...args) {
      const request = scheme.request(...args)
      request.end()
      return request
    }
  }
}

/** One set of options from all the ways that http.request may be called; undefined leaves the complaint to Node. */
function optionsOf([input, options]) {
  try {
    if (typeof input === 'string') return { ...urlToHttpOptions(new URL(input)), ...given(options) }
    if (input instanceof URL) return { ...urlToHttpOptions(input), ...given(options) }
    return given(input)
  } catch {
    return undefined
  }
}

function given(options) {
  return typeof options === 'object' && options !== null ? options : {}
}

/** What concerns the way to the real host (agent, name lookup, TLS name) has no meaning on the way to the simulator. */
function redirected({ createConnection, socketPath, lookup, servername, family, localAddress, ...kept }, host) {
  return {
    ...kept,
    protocol: simulator.protocol,
    hostname: address,
    host: address,
    port: simulator.port || (overTls ? 443 : 80),
    headers: withHost(kept.headers, host),
  }
}

function withHost(headers, host) {
  if (!Array.isArray(headers)) return { ...headers, 'X-Twilio-Host': host }
  return Array.isArray(headers[0]) ? [...headers, ['X-Twilio-Host', host]] : [...headers, 'X-Twilio-Host', host]
}

function catchFetch() {
  const original = globalThis.fetch
  if (typeof original !== 'function') return
  globalThis.fetch = function fetch(input, init) {
    const url = urlOf(input)
    if (!url || !isCaught(url.hostname)) return Reflect.apply(original, this, [input, init])
    const target = new URL(simulator)
    target.pathname = url.pathname
    target.search = url.search
    const { dispatcher, ...options } = { ...fromRequest(input), ...init }
    const headers = new Headers(options.headers)
    headers.set('X-Twilio-Host', url.hostname)
    return original(target, { ...options, headers })
  }
}

function urlOf(input) {
  try {
    return new URL(isRequest(input) ? input.url : String(input))
  } catch {
    return undefined
  }
}

function isRequest(input) {
  return typeof input === 'object' && input !== null && typeof input.url === 'string'
}

/** A Request's members are getters of its class: spread alone would lose them. */
function fromRequest(input) {
  if (!isRequest(input)) return {}
  const { method, headers, body, redirect, signal } = input
  return { method, headers, redirect, signal, ...(body && { body, duplex: 'half' }) }
}

/** Whatever opens sockets of its own (other fetches, HTTP/2, redirects) ends at the simulator's port as well. */
function catchSockets() {
  const original = Socket.prototype.connect
  Socket.prototype.connect = function connect(...args) {
    // Node's own callers hand over one array, already put in order: [options, callback].
    const ordered = Array.isArray(args[0]) ? args[0] : args
    const [first, second] = ordered
    const options = typeof first === 'object' && first !== null ? first : { port: first, host: second }
    if (options.path || !isCaught(options.host)) return Reflect.apply(original, this, args)
    const port = Number(simulator.port || (overTls ? 443 : 80))
    const callback = ordered.find((arg) => typeof arg === 'function')
    return original.call(this, { ...options, host: address, port }, callback)
  }
}
