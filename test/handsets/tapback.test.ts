import { describe, expect, it } from 'vitest'
import { ANA, BEN, CLEO, HandsetWorld } from '../support/handset-world.ts'

/** Ana has an iPhone, Ben Google Messages, Cleo an iPhone. */
async function world() {
  const w = await new HandsetWorld().begin()
  await w.turn(ANA, { profile: 'ios' })
  await w.turn(CLEO, { profile: 'ios' })
  return w
}

const reactions = (w: HandsetWorld, phone = BEN) =>
  w.handsets.messages(phone).map(({ text, reactsTo, reaction, reactionRemoved }) => {
    const to = reactsTo && w.handsets.message(phone, reactsTo)?.text
    return to === undefined ? text : `${reactionRemoved ? 'no ' : ''}${reaction} to ${to}`
  })

describe('a tapback', () => {
  it('travels as a text to everybody; Google Messages folds it, an iPhone shows the text', async () => {
    const w = await world()
    await w.send(BEN, [ANA, CLEO], 'See you there')
    await w.handsets.react(ANA, w.handsets.messages(ANA)[0]!.id, 'like')
    await w.settle()
    expect(w.texts(CLEO)).toEqual(['See you there', 'Liked “See you there”'])
    expect(reactions(w, CLEO)).toEqual(w.texts(CLEO))
    expect(reactions(w)).toEqual(['See you there', '👍 to See you there'])
    expect(w.texts(BEN).at(-1)).toBe('Liked “See you there”')
    expect(w.handsets.threads(BEN)).toHaveLength(1)
  })

  it.each([
    ['Loved “At six”', '❤️ to At six'],
    ['Laughed at "At six"', '😂 to At six'],
    ['Emphasized “At six”', '‼️ to At six'],
    ['Disliked “At six”', '👎 to At six'],
    ['Questioned “At six”', '❓ to At six'],
    ['Reacted 🎉 to “At six”', '🎉 to At six'],
    ['Liked “At s…”', '👍 to At six'],
    ['Removed a heart from “At six”', 'no ❤️ to At six'],
    ['Removed a question mark from “At six”', 'no ❓ to At six'],
  ])('%s', async (text, folded) => {
    const w = await world()
    await w.send(ANA, [BEN], 'At six')
    await w.send(ANA, [BEN], text)
    expect(reactions(w)).toEqual(['At six', folded])
  })

  it.each([
    ['quotes what nobody wrote', 'Liked “At seven”'],
    ['quotes nothing', 'Liked it a lot'],
    ['quotes a picture where there is none', 'Loved an image'],
    ['is a word in a sentence', 'He Liked “At six”'],
    ['has nothing between its marks', 'Liked “…”'],
  ])('that %s stays a text', async (_, text) => {
    const w = await world()
    await w.send(ANA, [BEN], 'At six')
    await w.send(ANA, [BEN], text)
    expect(reactions(w)).toEqual(['At six', text])
  })

  it('finds a picture by its kind, and the newest message that fits', async () => {
    const w = await world()
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)
    await w.send(ANA, [BEN, CLEO], 'ok')
    await w.send(CLEO, [ANA, BEN], 'ok', { jpeg })
    await w.send(ANA, [BEN, CLEO], 'Loved an image')
    await w.send(ANA, [BEN, CLEO], 'Liked “ok”')
    const [first, picture, loved, liked] = w.handsets.messages(BEN)
    expect([loved?.reactsTo, liked?.reactsTo]).toEqual([picture!.id, picture!.id])
    expect(first!.id).not.toBe(picture!.id)
  })

  it('in another thread is not looked for', async () => {
    const w = await world()
    await w.send(ANA, [BEN, CLEO], 'At six')
    await w.send(ANA, [BEN], 'Liked “At six”')
    expect(reactions(w)).toEqual(['At six', 'Liked “At six”'])
  })
})
