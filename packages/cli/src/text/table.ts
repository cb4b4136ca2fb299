// Owns: rows of cells as aligned lines.
// Must not know: what the cells mean.

export interface Cell {
  readonly text: string
  /** Applied after alignment, so that its escape codes are not counted. */
  readonly paint?: (text: string) => string
  readonly align?: 'left' | 'right'
}

/** Two spaces between columns; nothing after the last cell of a row. `width` measures a text as a terminal shows it. */
export function aligned(rows: readonly (readonly Cell[])[], width: (text: string) => number): readonly string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach(({ text }, column) => (widths[column] = Math.max(widths[column] ?? 0, width(text))))
  return rows.map((row) =>
    row
      .map(({ text, paint, align }, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - width(text))
        const shown = paint === undefined || text === '' ? text : paint(text)
        return align === 'right' ? gap + shown : column === row.length - 1 ? shown : shown + gap
      })
      .join('  ')
      .trimEnd(),
  )
}
