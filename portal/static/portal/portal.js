// Niceties only: every page works without this file.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
initAll()

for (const button of document.querySelectorAll('[data-portal-copy]')) {
  button.hidden = !navigator.clipboard
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.portalCopy).textContent)
    button.textContent = 'Copied'
  })
}

for (const button of document.querySelectorAll('[data-portal-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// What is left of a time goes on counting, in the words of the page: as long, or as brief.
const MINUTE = 60000
const counted = (number, unit) => number && `${number} ${unit}${number === 1 ? '' : 's'}`
const longLeft = (millis) => {
  const minutes = Math.floor(Math.abs(millis) / MINUTE)
  const hours = Math.floor(minutes / 60)
  const parts = hours >= 14 * 24 ? [counted(Math.floor(hours / 24), 'day')] : Math.abs(millis) > 72 * 60 * MINUTE
    ? [counted(Math.floor(hours / 24), 'day'), counted(hours % 24, 'hour')]
    : [counted(hours, 'hour'), counted(minutes % 60, 'minute')]
  return `${parts.filter(Boolean).join(' ') || 'less than a minute'} ${millis <= 0 ? 'late' : 'left'}`
}
const briefLeft = (millis) => {
  const minutes = Math.floor(Math.abs(millis) / MINUTE)
  const hours = Math.floor(minutes / 60)
  const late = millis <= 0
  let words
  if (hours >= 48) words = `${Math.floor(hours / 24)} days`
  else if (hours >= 12 || (late && hours)) words = `${hours} h`
  else words = [hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(' ')
  return `${words || 'under 1 min'}${late ? ' late' : ''}`
}
const counting = [...document.querySelectorAll('[data-portal-left]')]
if (counting.length) {
  window.setInterval(() => {
    for (const time of counting) {
      const now = Date.parse(time.dataset.portalNow) + performance.now()
      const long = time.dataset.portalLeft === 'long'
      let words = (long ? longLeft : briefLeft)(Date.parse(time.dateTime) - now)
      if (long && !time.previousSibling) words = words.charAt(0).toUpperCase() + words.slice(1)
      if (time.textContent !== words) time.textContent = words
    }
  }, MINUTE / 2)
}

// Long work: fetch the same page and take over its progress, until it is settled.
const PAUSE = 2000
const live = document.querySelector('[data-portal-live]')
if (live) {
  const keepUp = async () => {
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.getElementById(live.id)
      if (!fresh || fresh.dataset.portalLive !== live.dataset.portalLive) {
        window.location.reload()
        return
      }
      const words = live.querySelector('[role=status]')
      const said = fresh.querySelector('[role=status]').textContent
      if (words.textContent !== said) words.textContent = said
      live.querySelector('progress').value = fresh.querySelector('progress').value
    } catch {
      // No connection: try again below.
    }
    window.setTimeout(keepUp, PAUSE)
  }
  window.setTimeout(keepUp, PAUSE)
}
