export const description = 'side by side'
export const transaction = 'forbidden'
export const up = ['VACUUM']
