type Size = { readonly width: number; readonly height: number }
type Shrunk = { readonly octets: Uint8Array; readonly before: Size; readonly after: Size }
type Sharp = typeof import('sharp')['default']
type Picture = ReturnType<Sharp>
/** One way to write a picture, from the best to the smallest. */
type Writing = (picture: Picture) => Picture

/** Tried in order until the picture is small enough: quality first, then measures. */
const QUALITIES = [85, 75, 65, 55, 45] as const
/** Colours of an animation, with how much neighbouring frames may blur into each other. */
const PALETTES = [
  { colours: 128, interFrameMaxError: 4 },
  { colours: 32, interFrameMaxError: 12 },
] as const
const SCALE_STEP = 0.7
const SCALE_STEPS_MAX = 12
const SIDE_MIN = 16
/** A still picture says more than an animation that is smaller than this. */
const ANIMATION_SIDE_MIN = 64
/** A picture that is larger than this when it is opened is not touched; of an animation all frames count. */
const PIXELS_MAX = 100_000_000
/** Every frame is written anew at each try. */
const ANIMATION_STEPS_MAX = 5

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

/** An animation goes on moving where that fits; of one that does not the first picture is left. */
async function shrink(sharp: Sharp, octets: Uint8Array, maxOctets: number): Promise<Shrunk | undefined> {
  try {
    return (await shrinkAnimation(sharp, octets, maxOctets)) ?? (await shrinkStill(sharp, octets, maxOctets))
  } catch {
    // Octets that only say they are a picture.
    return undefined
  }
}

async function shrinkStill(sharp: Sharp, octets: Uint8Array, maxOctets: number): Promise<Shrunk | undefined> {
  const source = sharp(octets, { limitInputPixels: PIXELS_MAX })
  const { autoOrient: before } = await source.metadata()
  const picture = source.autoOrient().flatten({ background: 'white' })
  const writings = QUALITIES.map(
    (quality): Writing =>
      (one) =>
        one.jpeg({ quality }),
  )
  const scale = firstScale(octets.length, maxOctets)
  return shrinkTo({ picture, before, writings, scale, sideMin: SIDE_MIN, steps: SCALE_STEPS_MAX }, maxOctets)
}

async function shrinkAnimation(sharp: Sharp, octets: Uint8Array, maxOctets: number): Promise<Shrunk | undefined> {
  const picture = sharp(octets, { animated: true, limitInputPixels: PIXELS_MAX })
  const { pages = 1, width, height, pageHeight = height } = await picture.metadata()
  if (pages < 2) return undefined
  const writings = PALETTES.map(
    (palette): Writing =>
      (one) =>
        one.gif({ ...palette, effort: 3 }),
  )
  const before = { width, height: pageHeight }
  const scale = firstScale(octets.length, maxOctets)
  return shrinkTo(
    { picture, before, writings, scale, sideMin: ANIMATION_SIDE_MIN, steps: ANIMATION_STEPS_MAX },
    maxOctets,
  )
}

type Shrinking = {
  readonly picture: Picture
  readonly before: Size
  readonly writings: readonly Writing[]
  readonly scale: number
  readonly sideMin: number
  readonly steps: number
}

async function shrinkTo(
  { picture, before, writings, scale, sideMin, steps }: Shrinking,
  maxOctets: number,
): Promise<Shrunk | undefined> {
  for (let step = 0; step < steps; step++) {
    const width = Math.max(sideMin, Math.round(before.width * scale * SCALE_STEP ** step))
    const smaller = picture.clone().resize({ width, withoutEnlargement: true })
    const found = await firstThatFits(smaller, writings, maxOctets)
    if (found) return { ...found, before }
  }
  return undefined
}

/** A picture of half the sides has about a quarter of the octets; the first try is somewhat larger than that. */
function firstScale(octets: number, maxOctets: number): number {
  return Math.min(1, 1.5 * Math.sqrt(maxOctets / octets))
}

async function firstThatFits(picture: Picture, writings: readonly Writing[], maxOctets: number) {
  for (const write of writings) {
    const { data, info } = await write(picture.clone()).toBuffer({ resolveWithObject: true })
    if (data.length > maxOctets) continue
    return { octets: new Uint8Array(data), after: { width: info.width, height: info.pageHeight ?? info.height } }
  }
  return undefined
}
