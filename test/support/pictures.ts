/** A picture of seeded noise, which no codec makes small; needs sharp. */
export async function noise(wish: {
  readonly width: number
  readonly height: number
  readonly format: 'png' | 'jpeg' | 'webp'
  readonly orientation?: number
}): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const { width, height, format, orientation } = wish
  const raw = { width, height, channels: 3 } as const
  const pixels = new Uint8Array(width * height * 3)
  let state = 1
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    pixels[at] = state >>> 16
  }
  const picture = sharp(pixels, { raw }).toFormat(format, { quality: 95 })
  return new Uint8Array(await (orientation ? picture.withMetadata({ orientation }) : picture).toBuffer())
}

/** A GIF that moves: frames of noise, which no codec makes small; needs sharp. */
export async function animation(wish: {
  readonly width: number
  readonly height: number
  readonly frames: number
}): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const { width, height, frames } = wish
  const tall = await noise({ width, height: height * frames, format: 'png' })
  const { data } = await sharp(tall).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const raw = { width, height: height * frames, channels: 3, pageHeight: height } as const
  return new Uint8Array(await sharp(data, { raw }).gif({ effort: 1 }).toBuffer())
}

export async function framesOf(octets: Uint8Array) {
  const { default: sharp } = await import('sharp')
  const { format, pages = 1, width, pageHeight } = await sharp(octets, { animated: true }).metadata()
  return { format, pages, width, height: pageHeight }
}

export async function sizeOf(octets: Uint8Array) {
  const { default: sharp } = await import('sharp')
  const { format, width, height } = await sharp(octets).metadata()
  return { format, width, height }
}
