throw new Error('reading the folder ran a test')
