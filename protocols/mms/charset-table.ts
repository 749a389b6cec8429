type CharsetRow = {
  readonly mib: number
  readonly name: string
  readonly aliases: readonly string[]
  /** `guess`, `latin-1` and `utf-16` are ours; anything else is a label every TextDecoder knows. */
  readonly decoder: string
}

const row = (mib: number, name: string, decoder: string, ...aliases: string[]): CharsetRow => ({
  mib,
  name,
  aliases,
  decoder,
})

/** Charsets by IANA MIBEnum, as WSP numbers them. */
export const CHARSETS: readonly CharsetRow[] = [
  row(3, 'us-ascii', 'guess', 'ascii', 'ansi_x3.4-1968'),
  row(4, 'iso-8859-1', 'latin-1', 'latin1', 'latin-1'),
  row(5, 'iso-8859-2', 'iso-8859-2'),
  row(6, 'iso-8859-3', 'iso-8859-3'),
  row(7, 'iso-8859-4', 'iso-8859-4'),
  row(8, 'iso-8859-5', 'iso-8859-5'),
  row(9, 'iso-8859-6', 'iso-8859-6'),
  row(10, 'iso-8859-7', 'iso-8859-7'),
  row(11, 'iso-8859-8', 'iso-8859-8'),
  row(12, 'iso-8859-9', 'windows-1254'),
  row(13, 'iso-8859-10', 'iso-8859-10'),
  row(17, 'shift_jis', 'shift_jis', 'shift-jis', 'sjis'),
  row(18, 'euc-jp', 'euc-jp'),
  row(36, 'ks_c_5601-1987', 'euc-kr'),
  row(38, 'euc-kr', 'euc-kr'),
  row(39, 'iso-2022-jp', 'iso-2022-jp'),
  row(106, 'utf-8', 'utf-8', 'utf8'),
  row(109, 'iso-8859-13', 'iso-8859-13'),
  row(111, 'iso-8859-15', 'iso-8859-15'),
  row(113, 'gbk', 'gbk'),
  row(114, 'gb18030', 'gb18030'),
  row(1000, 'iso-10646-ucs-2', 'utf-16', 'ucs-2', 'ucs2'),
  row(1013, 'utf-16be', 'utf-16be'),
  row(1014, 'utf-16le', 'utf-16le'),
  row(1015, 'utf-16', 'utf-16', 'utf16'),
  row(2025, 'gb2312', 'gbk'),
  row(2026, 'big5', 'big5'),
  row(2084, 'koi8-r', 'koi8-r'),
  row(2250, 'windows-1250', 'windows-1250'),
  row(2251, 'windows-1251', 'windows-1251'),
  row(2252, 'windows-1252', 'windows-1252'),
  row(2253, 'windows-1253', 'windows-1253'),
  row(2254, 'windows-1254', 'windows-1254'),
  row(2255, 'windows-1255', 'windows-1255'),
  row(2256, 'windows-1256', 'windows-1256'),
  row(2257, 'windows-1257', 'windows-1257'),
  row(2258, 'windows-1258', 'windows-1258'),
]
