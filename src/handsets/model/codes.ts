/** One-time codes in a text, as a phone offers them to be copied: a word that says so, and four to eight digits. */
export function codesIn(text: string): readonly string[] {
  if (!/\b(code|pin|passcode|otp|token|kode|codigo|código)\b/i.test(text)) return []
  const found = text.matchAll(/(?<![\d+.-])(\d{4,8}|\d{3}[ -]\d{3})(?![\d-])/g)
  return [...new Set([...found].map(([, digits = '']) => digits.replace(/\D/g, '')))]
}
