// Node's own HTTP, without `import`: that reads every export of node:http, and one of them is a WebSocket client which
// brings undici and HTTP/2 along, 10 MB that a carrier without webhooks to call never needs.
const http = process.getBuiltinModule('node:http')
const https = process.getBuiltinModule('node:https')

export const { createServer, request: requestHttp } = http
export const { request: requestHttps } = https
