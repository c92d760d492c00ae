/** U+FEFF, which some editors write at the start of a file: three bytes in UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'
