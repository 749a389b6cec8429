type Size = { readonly width: number; readonly height: number }
type Shrunk = { readonly octets: Uint8Array; readonly before: Size; readonly after: Size }
type Sharp = typeof import('sharp')['default']
type Picture = ReturnType<Sharp>

/** Tried in order until the picture is small enough: quality first, then measures. */
const QUALITIES = [85, 75, 65, 55, 45] as const
const SCALE_STEP = 0.7
const SCALE_STEPS_MAX = 12
const SIDE_MIN = 16
/** A picture that is larger than this when it is opened is not touched. */
const PIXELS_MAX = 100_000_000

/**
 * Makes pictures smaller with sharp, an optional part that is loaded when the first picture needs it. Answers undefined
 * where it is not installed, or the octets are no picture.
 */
export function createImageAdapter(load: () => Promise<Sharp | undefined> = loadSharp) {
  let loading: Promise<Sharp | undefined> | undefined
  return async (octets: Uint8Array, maxOctets: number): Promise<Shrunk | undefined> => {
    loading ??= load()
    const sharp = await loading
    return sharp && shrink(sharp, octets, maxOctets)
  }
}

async function loadSharp(): Promise<Sharp | undefined> {
  try {
    return (await import('sharp')).default
  } catch {
    return undefined
  }
}

async function shrink(sharp: Sharp, octets: Uint8Array, maxOctets: number): Promise<Shrunk | undefined> {
  const source = sharp(octets, { limitInputPixels: PIXELS_MAX })
  try {
    const { autoOrient: before } = await source.metadata()
    const upright = source.autoOrient().flatten({ background: 'white' })
    for (
      let scale = firstScale(octets.length, maxOctets), step = 0;
      step < SCALE_STEPS_MAX;
      step++, scale *= SCALE_STEP
    ) {
      const width = Math.max(SIDE_MIN, Math.round(before.width * scale))
      const found = await firstThatFits(upright.clone().resize({ width, withoutEnlargement: true }), maxOctets)
      if (found) return { ...found, before }
    }
  } catch {
    // Octets that only say they are a picture.
  }
  return undefined
}

/** A picture of half the sides has about a quarter of the octets; the first try is somewhat larger than that. */
function firstScale(octets: number, maxOctets: number): number {
  return Math.min(1, 1.5 * Math.sqrt(maxOctets / octets))
}

async function firstThatFits(picture: Picture, maxOctets: number) {
  for (const quality of QUALITIES) {
    const { data, info } = await picture.clone().jpeg({ quality }).toBuffer({ resolveWithObject: true })
    if (data.length > maxOctets) continue
    return { octets: new Uint8Array(data), after: { width: info.width, height: info.height } }
  }
  return undefined
}
