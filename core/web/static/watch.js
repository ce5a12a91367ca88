// Runs on every page behind the sign-in, once. It sends a text area's words one second after the
// last key, which Streamlit does only when the box is left; and it covers the page when the sign-in
// ends, here or in another tab.
(() => {
  const mine = document.currentScript.dataset.signIn
  if (window.deskWatches) return
  window.deskWatches = true
  const PAUSE = 1000, LOOK = 5000
  const waiting = new WeakMap()

  document.addEventListener('input', event => {
    const box = event.target
    if (!(box instanceof HTMLTextAreaElement)) return
    clearTimeout(waiting.get(box))
    waiting.set(box, setTimeout(() => {
      if (document.activeElement !== box || event.isComposing) return
      box.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
      box.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
    }, PAUSE))
  }, true)

  const made = (tag, words, parts = []) => {
    const one = document.createElement(tag)
    one.append(words, ...parts)
    return one
  }
  let notice, cover

  const show = (role, className, parts) => {
    const box = made('div', '', parts)
    box.className = `desk ${className}`
    box.setAttribute('role', role)
    const app = document.querySelector('[data-testid="stApp"]')
    if (app) box.style.colorScheme = getComputedStyle(app).colorScheme
    document.body.append(box)
    return box
  }

  const warn = found => {
    if (notice) return
    const minutes = found.warn >= 120 ? `${Math.round(found.warn / 60)} minutes` : 'a minute'
    if (!found.can_stay) {
      notice = show('alert', 'sign-in-ends', [
        made('p', `You have to sign in again in ${minutes}. What you type is kept as a draft.`)])
      return
    }
    const stay = made('button', 'Stay signed in')
    stay.onclick = () => fetch('/signin/stay', { method: 'POST' }).then(look)
    notice = show('alert', 'sign-in-ends', [
      made('p', `Your sign-in ends in ${minutes} unless you do something here.`), stay])
  }

  const close = () => {
    if (cover) return
    document.getElementById('root').inert = true
    const link = made('a', 'Sign in')
    link.href = `/signin?next=${encodeURIComponent(location.pathname + location.search)}`
    link.className = 'as-button'
    cover = show('alertdialog', 'signed-out', [
      made('h1', 'You are signed out'),
      made('p', 'What you typed into a form is kept as a draft. Sign in to go on where you were.'),
      link])
    cover.setAttribute('aria-modal', 'true')
    cover.setAttribute('aria-label', 'You are signed out')
    link.focus()
  }

  const look = async () => {
    let found
    try {
      const answer = await fetch('/signin/state', { cache: 'no-store' })
      found = await answer.json()
    } catch { return }  // the server does not answer, which says nothing about the sign-in
    if (String(found.sign_in) !== mine) return close()
    if (found.left <= found.warn) warn(found)
    else if (notice) notice = notice.remove()
  }
  setInterval(look, LOOK)
  document.addEventListener('visibilitychange', () => document.hidden || look())
})()
