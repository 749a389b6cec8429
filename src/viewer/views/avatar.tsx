// Faces: initials on a colour that belongs to the number. Groups show two of theirs.
import { hueOf } from '../numbers.ts'
import { contactName, initialsOf, namedFirst, nameOf } from '../people.ts'
import type { Phone, PhoneNumber } from '../wire.ts'

type Size = 'small' | 'plain'

export function Face({ number, name, size = 'plain' }: { number: PhoneNumber; name: string; size?: Size }) {
  return (
    <span class={`face face-${size}`} data-hue={hueOf(number)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

export function ThreadFace({ phone, participants }: { phone: Phone; participants: readonly PhoneNumber[] }) {
  const [first, second, ...others] = namedFirst(phone, participants)
  if (first === undefined) return <Face number="" name="?" />
  if (second === undefined) return <Face number={first} name={nameOf(phone, first)} />
  const more = others.length + 1
  return (
    <span class="collage" aria-hidden="true">
      <Face number={first} name={nameOf(phone, first)} size="small" />
      {more > 1 ? (
        <span class="face face-small face-more">+{more}</span>
      ) : (
        <Face number={second} name={contactName(phone, second) ?? second} size="small" />
      )}
    </span>
  )
}
