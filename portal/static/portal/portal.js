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

// Long work: fetch the same page and take over its progress, until it is settled.
const PAUSE = 2000
const live = document.querySelector('[data-portal-live]')
if (live) {
  const keepUp = async () => {
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.getElementById(live.id)
      if (!fresh || !('portalLive' in fresh.dataset)) {
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
