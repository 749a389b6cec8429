// A short film and a sound that a browser can play, made when they are asked for.
import type { Browser } from 'playwright-core'

/** A second of a square that moves, as the browser itself records it. */
export async function recordFilm(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage()
  try {
    return Buffer.from(await page.evaluate<string>(RECORD), 'base64')
  } finally {
    await page.close()
  }
}

const RECORD = `(async () => {
  const canvas = document.createElement('canvas')
  const drawing = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm;codecs=vp8' })
  const pieces = []
  recorder.ondataavailable = ({ data }) => pieces.push(data)
  const stopped = new Promise((done) => { recorder.onstop = done })
  recorder.start()
  for (let frame = 0; frame < 12; frame++) {
    drawing.fillStyle = 'hsl(' + frame * 20 + ' 60% 50%)'
    drawing.fillRect(0, 0, canvas.width, canvas.height)
    await new Promise((next) => setTimeout(next, 100))
  }
  recorder.stop()
  await stopped
  const octets = new Uint8Array(await new Blob(pieces).arrayBuffer())
  return btoa(String.fromCharCode(...octets))
})()`

const RATE = 8000

/** A tone of 8-bit PCM in a WAV file. */
export function tone(seconds: number): Buffer {
  const samples = Buffer.from(
    Array.from({ length: RATE * seconds }, (_, at) => 128 + Math.round(90 * Math.sin(at / 3))),
  )
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
