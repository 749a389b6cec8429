import { describe, expect, it } from 'vitest'
import { retryDelay } from '../../src/viewer/feed.ts'
import { hrefOf, type Route, readRoute } from '../../src/viewer/router.ts'

const ROUTES: readonly (readonly [string, Route])[] = [
  ['/', { page: 'stage', phones: [] }],
  ['/phones/+12025550101', { page: 'phone', phone: '+12025550101' }],
  ['/phones/+12025550101/latest', { page: 'latest', phone: '+12025550101' }],
  ['/phones/+12025550101/compose', { page: 'compose', phone: '+12025550101' }],
  [
    '/phones/+12025550101/threads/+12025550102,+12025550103#mPM-7',
    { page: 'thread', phone: '+12025550101', thread: '+12025550102,+12025550103', message: 'PM-7' },
  ],
]

const addressOf = (href: string) => new URL(href, 'http://localhost')

describe('deep links', () => {
  it.each(ROUTES)('%s is read and written', (href, route) => {
    expect(readRoute(addressOf(href))).toEqual(route)
    expect(hrefOf(route)).toBe(href)
  })

  it('take a number with %2B or without a plus', () => {
    expect(readRoute(addressOf('/phones/%2B12025550101'))).toEqual({ page: 'phone', phone: '+12025550101' })
    expect(readRoute(addressOf('/phones/12025550101'))).toEqual({ page: 'phone', phone: '+12025550101' })
    expect(readRoute(addressOf('/phones/55225'))).toEqual({ page: 'phone', phone: '55225' })
  })

  it('name the phones side by side', () => {
    const route = readRoute(addressOf('/?phones=+12025550101,%2B12025550102'))
    expect(route).toEqual({ page: 'stage', phones: ['+12025550101', '+12025550102'] })
    expect(readRoute(addressOf(hrefOf(route)))).toEqual(route)
  })

  it.each(['/phones', '/phones/+1/what', '/nowhere', '/phones/+1/threads/a/b'])('%s is nothing', (path) => {
    expect(readRoute(addressOf(path)).page).toBe('unknown')
  })

  it('survive broken escapes', () => {
    expect(readRoute({ pathname: '/phones/%E0%A4%A', search: '', hash: '' })).toEqual({
      page: 'phone',
      phone: '%E0%A4%A',
    })
  })
})

it('the feed waits longer after each failure, up to a limit', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 20].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
})
