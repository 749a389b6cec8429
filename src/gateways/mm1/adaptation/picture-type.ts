const GIF = [0x47, 0x49, 0x46, 0x38]

/** What a shrunk picture became: an animation stays one, everything else is a JPEG. */
export function mediaOfPicture(octets: Uint8Array): string {
  return GIF.every((octet, index) => octets[index] === octet) ? 'image/gif' : 'image/jpeg'
}
