export { Agenda, type Worker } from './agenda.ts'
export { createChance } from './chance.ts'
export { WorldClock } from './clock.ts'
export { Delays } from './delays.ts'
export type { TlsPort } from './first-octet.ts'
export { contentHash, createContentHash } from './hash.ts'
export {
  createHttpListener,
  type HttpListener,
  type HttpListenerParts,
  type HttpRoute,
  type ProxyPort,
  pathOf,
  type UpgradeRoute,
} from './http.ts'
export { createIds } from './ids.ts'
export { createImageAdapter } from './images.ts'
export { createLineFile, type LineFile } from './line-file.ts'
export { createLog, type Logger, type LogStyle } from './log.ts'
export { createServer, requestHttp, requestHttps } from './node-http.ts'
export { requestFields } from './request-id.ts'
export { createStaticFiles } from './static-files.ts'
export { letYoungObjectsDieYoung } from './young-objects.ts'
