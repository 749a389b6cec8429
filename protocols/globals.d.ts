// The two text coders that every JavaScript engine has; protocols/ is compiled without Node and DOM types.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(octets?: Uint8Array, options?: { stream?: boolean }): string
}
