import { describe, expect, it } from 'vitest'
import { createImageAdapter } from '../../src/runtime/index.ts'
import { animation, framesOf, noise, sizeOf } from '../support/pictures.ts'

const sharp = (await import('sharp').catch(() => undefined))?.default

describe.runIf(sharp)('the image adapter', () => {
  it.each([
    ['png', 300, 200, 60_000],
    ['jpeg', 400, 400, 20_000],
    ['webp', 300, 300, 10_000],
  ] as const)('makes a %s of %i by %i fit, upright and in proportion', async (format, width, height, most) => {
    const picture = await noise({ width, height, format })
    const shrunk = await createImageAdapter()(picture, most)
    expect(picture.length).toBeGreaterThan(most)
    expect(shrunk!.octets.length).toBeLessThanOrEqual(most)
    expect(shrunk!.before).toEqual({ width, height })
    expect(await sizeOf(shrunk!.octets)).toEqual({ format: 'jpeg', ...shrunk!.after })
    expect(shrunk!.after.width / shrunk!.after.height).toBeCloseTo(width / height, 1)
  })

  it('turns a picture the way it is to be seen', async () => {
    const picture = await noise({ width: 300, height: 200, format: 'jpeg', orientation: 6 })
    const shrunk = await createImageAdapter()(picture, 8_000)
    expect(shrunk!.before).toEqual({ width: 200, height: 300 })
    expect(shrunk!.after.height).toBeGreaterThan(shrunk!.after.width)
  })

  it('lets an animation move on where that fits', async () => {
    const picture = await animation({ width: 120, height: 72, frames: 5 })
    const most = Math.floor(picture.length / 3)
    const shrunk = await createImageAdapter()(picture, most)
    expect(shrunk!.octets.length).toBeLessThanOrEqual(most)
    expect(shrunk!.before).toEqual({ width: 120, height: 72 })
    expect(await framesOf(shrunk!.octets)).toEqual({ format: 'gif', pages: 5, ...shrunk!.after })
    expect(shrunk!.after.width / shrunk!.after.height).toBeCloseTo(120 / 72, 1)
  })

  it('leaves the first picture of an animation that cannot be made small enough', async () => {
    const picture = await animation({ width: 200, height: 120, frames: 12 })
    const shrunk = await createImageAdapter()(picture, 4_000)
    expect(shrunk!.octets.length).toBeLessThanOrEqual(4_000)
    expect(await framesOf(shrunk!.octets)).toMatchObject({ format: 'jpeg', pages: 1 })
  })

  it('has nothing for octets that are no picture, and for less room than any picture needs', async () => {
    const adapter = createImageAdapter()
    expect(await adapter(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 1_000)).toBeUndefined()
    expect(await adapter(await noise({ width: 300, height: 200, format: 'jpeg' }), 50)).toBeUndefined()
  })
})

describe('without sharp', () => {
  it('no picture can be made smaller, and it is looked for once', async () => {
    let looked = 0
    const adapter = createImageAdapter(async () => {
      looked += 1
      return undefined
    })
    expect([await adapter(new Uint8Array(9), 5), await adapter(new Uint8Array(9), 5)]).toEqual([undefined, undefined])
    expect(looked).toBe(1)
  })
})
