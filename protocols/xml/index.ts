export { decodeXml, XML_OCTETS_MAX } from './decode-xml.ts'
export { childOf, childrenOf, type XmlElement } from './element.ts'
export { escapeAttribute, escapeText } from './escape.ts'
export { XML_DEPTH_MAX, XML_ELEMENTS_MAX } from './structure.ts'
