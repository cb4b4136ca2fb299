// Owns: what a program does with the line `tenancy-rls`, by name.
// Must not know: other lines.

export { withApiKey, withTenant } from './with-tenant.ts'
