/** UTF-16 in network order: what the standards call UCS-2 and every handset reads as UTF-16. [23.038 6.2.3] */
export function encodeUcs2(text: string): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    octets[2 * i] = unit >>> 8
    octets[2 * i + 1] = unit & 0xff
  }
  return octets
}

/** Never fails; a last odd octet shows as U+FFFD. */
export function decodeUcs2(octets: Uint8Array): string {
  let text = ''
  for (let i = 0; i + 1 < octets.length; i += 2) text += String.fromCharCode((octets[i]! << 8) | octets[i + 1]!)
  return octets.length % 2 === 0 ? text : `${text}\ufffd`
}
