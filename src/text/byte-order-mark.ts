/** The mark that some editors put in front of a text; three bytes in UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'
