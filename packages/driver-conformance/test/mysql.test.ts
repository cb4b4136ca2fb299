import { builtUrl } from './built.ts'
import { lawsOn } from './server/laws-on.ts'
import { mysqlReference } from './server/mysql.ts'

lawsOn('mariadb', 'the reference driver for MySQL and MariaDB obeys every law', mysqlReference, {
  module: builtUrl('server/mysql.js'),
  factory: 'mysqlReference',
})
