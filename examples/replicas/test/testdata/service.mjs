// Stands for a service: serves nothing, ends in order or says what is wrong with its database.
const url = process.env.DATABASE_URL
if (url === 'broken') {
  console.error('the database is broken')
  process.exit(3)
}
process.once('SIGTERM', () => {
  console.log('SIGTERM: ending')
  process.exit(0)
})
setInterval(() => {}, 60_000)
console.log(`listening on ${url} with ${process.env.NODE_OPTIONS}, port ${process.env.PORT}`)
