// A small picture, drawn here so that no binary file is kept: a kitchen wall with a window and a lamp, as PNG.
import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]

const WIDTH = 480
const HEIGHT = 320

const WALL: Colour = [226, 214, 196]
const TRIM: Colour = [240, 236, 228]
const FRAME: Colour = [250, 248, 243]
const HILLS: Colour = [120, 156, 104]
const LAMP: Colour = [203, 120, 74]
const CABLE: Colour = [90, 80, 70]

export function drawPicture(): Buffer {
  return png(colourAt)
}

function colourAt(x: number, y: number): Colour {
  if (y > 215) return (Math.floor(x / 60) + Math.floor(y / 26)) % 2 === 1 ? [188, 160, 128] : [176, 148, 117]
  if ((x - 392) ** 2 + (y - 60) ** 2 < 900 && y < 62) return LAMP
  if (Math.abs(x - 392) < 2 && y < 32) return CABLE
  if (y > 142 && y <= 152) return TRIM
  if (y > 152 && (x <= 190 || x >= 300)) return x % 95 > 3 ? [92, 124, 118] : [70, 98, 93]
  return x > 150 && x < 330 && y > 24 && y < 118 ? windowAt(x, y) : WALL
}

function windowAt(x: number, y: number): Colour {
  if (Math.abs(x - 240) < 3 || x < 156 || x > 324 || y < 30 || y > 112) return FRAME
  if (y > 88 && y > 100 - 10 * Math.sin(x / 22)) return HILLS
  const down = (y - 24) / 94
  return [168 + 50 * down, 205 + 20 * down, 226 + 4 * down]
}

/** An RGB picture without filters: signature, IHDR, IDAT, IEND. */
function png(colour: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) rows.set(colour(x, y), y * (WIDTH * 3 + 1) + 1 + x * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
