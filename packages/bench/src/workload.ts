// Owns: the migrations that everybody runs, as statements.
// Must not know: contestants, file formats, databases.

/** One migration of the workload. Each contestant writes it down in its own format; the statements are the same for all. */
export interface WorkloadStep {
  /** Counted from 1. */
  readonly n: number
  /** `0001`; sorts as text in the order of `n`. */
  readonly id: string
  /** `create_t_0001` */
  readonly name: string
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/**
 * `count` migrations: a table of six columns and two indexes each; every tenth adds a column and a row.
 * It is the workload of the published comparison, so that figures of both can be read side by side.
 */
export function workload(count: number): readonly WorkloadStep[] {
  const width = Math.max(4, String(count).length)
  return Array.from({ length: count }, (_, index) => {
    const id = String(index + 1).padStart(width, '0')
    const table = `t_${id}`
    const up = [
      `CREATE TABLE ${table} (
  id INTEGER PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  email VARCHAR(200),
  age INTEGER DEFAULT 0,
  note TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
)`,
      `CREATE INDEX ${table}_name ON ${table} (name)`,
      `CREATE INDEX ${table}_email ON ${table} (email, age)`,
    ]
    if ((index + 1) % 10 === 0) {
      up.push(
        `ALTER TABLE ${table} ADD COLUMN extra INTEGER DEFAULT 7`,
        `INSERT INTO ${table} (name, email) VALUES ('seed', 'seed@example.com')`,
      )
    }
    return { n: index + 1, id, name: `create_${table}`, up, down: [`DROP TABLE ${table}`] }
  })
}
