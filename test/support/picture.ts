import { drawPicture } from '../../src/commands/demo-picture.ts'

/** A small PNG: the picture of the demo. */
export const PICTURE: Buffer = drawPicture()
