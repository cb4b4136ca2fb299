'use strict'
Object.defineProperty(exports, '__esModule', { value: true })
exports.default = { up: ['CREATE TABLE e (id INTEGER)'] }
