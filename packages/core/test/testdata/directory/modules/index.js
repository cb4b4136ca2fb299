throw new Error('reading the folder ran index.js')
