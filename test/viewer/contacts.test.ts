import { describe, expect, it } from 'vitest'
import { joinContacts, readContacts } from '../../src/viewer/contacts-file.ts'
import { optedOutBy } from '../../src/viewer/opt-out.ts'
import { readCards } from '../../src/viewer/vcard.ts'
import { message } from './messages.ts'

const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

describe('a contact card', () => {
  it('of version 3 has its name, numbers, address and organization, whatever groups and folds it uses', () => {
    const text = card(
      'VERSION:3.0',
      'FN:Dana Whitfield',
      'N:Whitfield;Dana;;;',
      'ORG:Whitfield\\, Sons;Plumbing',
      'item1.TEL;TYPE=CELL,VOICE:+1 202 555',
      '  0147',
      'EMAIL:dana@example.com',
      'NOTE:a:b;c',
    )
    expect(readCards(text)).toEqual([
      {
        name: 'Dana Whitfield',
        organization: 'Whitfield, Sons, Plumbing',
        numbers: ['+1 202 555 0147'],
        emails: ['dana@example.com'],
      },
    ])
  })

  it('of version 2.1 is read in quoted-printable, over soft breaks', () => {
    const text = card(
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=',
      'ller;J=C3=B6rg',
      'TEL;CELL:2025550148',
    )
    expect(readCards(text)).toMatchObject([{ name: 'Jörg Müller', numbers: ['2025550148'] }])
  })

  it('is missing from what is none', () => {
    expect(readCards('<html>BEGIN:VCARD</html>')).toEqual([])
    expect(readCards(card('VERSION:4.0', 'TEL;VALUE=uri:tel:+12025550149'))).toMatchObject([
      { name: '', numbers: ['+12025550149'] },
    ])
  })
})

describe('contacts from a file', () => {
  it('are one for each number, and say who has none', () => {
    const text = card('FN:Dana', 'TEL:+1 202 555 0147', 'TEL:(202) 555-0148') + card('FN:Eve', 'EMAIL:eve@example.com')
    expect(readContacts(text)).toEqual({
      contacts: [
        { number: '+12025550147', name: 'Dana' },
        { number: '+12025550148', name: 'Dana' },
      ],
      leftOut: ['Eve'],
      problem: '',
    })
  })

  it.each([
    ['{"+12025550147": "Dana", "x": "Eve"}'],
    ['[{"number": "202 555 0147", "name": "Dana"}, {"name": "Eve"}]'],
  ])('may be JSON: %s', (text) => {
    expect(readContacts(text)).toEqual({
      contacts: [{ number: '+12025550147', name: 'Dana' }],
      leftOut: ['Eve'],
      problem: '',
    })
  })

  it.each(['', 'hello', '{"a"', '[]', '[1, null]'])('say what is wrong with %j', (text) => {
    const { contacts, leftOut, problem } = readContacts(text)
    expect(contacts).toEqual([])
    expect(problem !== '' || leftOut.length > 0).toBe(true)
  })

  it('take the newer name of a number', () => {
    const known = [{ number: '+12025550147', name: 'D.' }]
    expect(joinContacts(known, [{ number: '+12025550147', name: 'Dana' }])).toEqual([
      { number: '+12025550147', name: 'Dana' },
    ])
  })
})

describe('a person who said STOP', () => {
  const said = (...texts: readonly string[]) =>
    texts.map((text, index) => message({ id: String(index), direction: 'sent', text }))

  it.each([
    [['Hello'], null],
    [['stop '], 'STOP'],
    [['STOP', 'Start'], null],
    [['START', 'Unsubscribe', 'why?'], 'UNSUBSCRIBE'],
    [['please stop'], null],
  ])('%j', (texts, keyword) => {
    expect(optedOutBy(said(...texts))).toBe(keyword)
  })

  it('is not who was told so', () => {
    expect(optedOutBy([message({ id: '1', direction: 'received', text: 'STOP' })])).toBeNull()
  })
})
