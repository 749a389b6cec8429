// Drawn on a 20 px grid with one stroke, so that they sit together.
const PATHS = {
  add: 'M10 4v12M4 10h12',
  attach: 'M14.5 9.5 9.4 14.6a3 3 0 0 1-4.2-4.2l5.6-5.6a2 2 0 0 1 2.9 2.9l-5.5 5.4a1 1 0 0 1-1.4-1.4l4.8-4.8',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  close: 'm5 5 10 10M15 5 5 15',
  compose:
    'M10 4.5H5.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10m-7 1.5.4-2.2 5.6-5.6a1.1 1.1 0 0 1 1.6 0l.2.2a1.1 1.1 0 0 1 0 1.6l-5.6 5.6z',
  copy: 'M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3',
  down: 'M10 4v11m-4.5-4.5L10 15l4.5-4.5',
  download: 'M10 3.5v8.5m-3.5-3.5L10 12l3.5-3.5M4.5 15.5h11',
  file: 'M6 3.5h5l3.5 3.5v9.5H6zM11 3.5V7h3.5',
  grid: 'M3.5 4h4v12h-4zM8 4h4v12H8zM12.5 4h4v12h-4z',
  help: 'M7.7 7.8a2.3 2.3 0 1 1 3.4 2c-.8.5-1.1.9-1.1 1.9M10 14.3v.1M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z',
  network:
    'M10 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4.5 17.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM15.5 17.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM10 6.5V10m0 0-4.2 4M10 10l4.2 4',
  messages: 'M3.5 5.5h13v9H3.5zM3.5 6l6.5 5 6.5-5',
  conversations: 'M3.5 4.5h9v6h-5l-2.5 2v-2H3.5zM9.5 13h4l2 2v-2h1V7.5h-2',
  sessions: 'M3.5 7h13m-3-3 3 3-3 3M16.5 13h-13m3-3-3 3 3 3',
  accounts:
    'M3.5 5h13v10h-13zM6 12.5c.2-1.4 1-2 2-2s1.8.6 2 2M8 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4ZM12.5 8.5h2M12.5 11.5h2',
  numbers: 'M8 3.5 6.5 16.5M13.5 3.5 12 16.5M4 7.5h12.5M3.5 12.5H16',
  webhooks: 'M11 3.5v4.5h4.5L9 16.5V12H4.5z',
  faults: 'M10 7.5v3.5M10 13.6v.1M10 3.5 3 16h14z',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.5 2',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  moon: 'M15.8 11.7A6.3 6.3 0 0 1 8.3 4.2a6.3 6.3 0 1 0 7.5 7.5Z',
  people:
    'M7.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 15.5c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4M12.5 4.7a2.5 2.5 0 0 1 0 4.6M14 11.8c1.7.5 2.8 1.7 3 3.7',
  phone: 'M6.5 2.5h7a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM9 15h2',
  plane: 'M9 3.8c0-1.7 2-1.7 2 0v4l5 3.2v1.5l-5-1.5v3.2l1.5 1.2v1.1L10 15.8l-2.5.7v-1.1L9 14.2V11l-5 1.5V11l5-3.2z',
  search: 'M9 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM12.7 12.7 16 16',
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  settings:
    'M4 6h7m3 0h2M4 14h2m3 0h7M12.5 7.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM7.5 15.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  expand: 'M11.5 4H16v4.5M8.5 16H4v-4.5M16 4l-4.6 4.6M4 16l4.6-4.6',
  subject: 'M4 5.5h12M4 10h12M4 14.5h7',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 2.8v1.4M10 15.8v1.4M2.8 10h1.4M15.8 10h1.4M4.9 4.9l1 1M14.1 14.1l1 1M15.1 4.9l-1 1M5.9 14.1l-1 1',
  warn: 'M10 7.5v3.5M10 13.6v.1M10 3.5 3 16h14z',
  auto: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM10 3.5v13M10 6l4 1M10 9h6M10 12h5',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The way there and the way back, crossed out where there is none. The word stands beside it, or is only heard. */
export function DataSign({ hasData }: { hasData: boolean }) {
  return (
    <svg class="data-sign" width="16" height="14" viewBox="0 0 16 14" aria-hidden="true" data-reachable={hasData}>
      <path d="M5 12V2M2 5l3-3 3 3M11 2v10M8 9l3 3 3-3" />
      {!hasData && <path class="cross" d="M1 1 15 13" />}
    </svg>
  )
}

/** Full, or empty where the phone is switched off. */
export function Battery({ isOn }: { isOn: boolean }) {
  return (
    <svg class="battery" width="22" height="12" viewBox="0 0 22 12" aria-hidden="true">
      <rect class="battery-case" x="0.75" y="0.75" width="18.5" height="10.5" rx="3" />
      {isOn && <rect x="2.5" y="2.5" width="15" height="7" rx="1.5" />}
      <path d="M20.5 4v4c.8-.2 1.3-1 1.3-2s-.5-1.8-1.3-2Z" />
    </svg>
  )
}

const BAR_HEIGHTS = [4, 7, 10, 13]

/** Signal bars: full or none. The word stands beside them. */
export function SignalBars({ reachable }: { reachable: boolean }) {
  return (
    <svg class="bars" width="18" height="14" viewBox="0 0 18 14" aria-hidden="true" data-reachable={reachable}>
      {BAR_HEIGHTS.map((height, index) => (
        <rect key={height} x={index * 4.6} y={14 - height} width="3" height={height} rx="1" />
      ))}
      {!reachable && <path d="M1 1 17 13" />}
    </svg>
  )
}
