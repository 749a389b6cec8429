// Before the first paint: the theme this person chose, so that nothing flashes.
try {
  const theme = JSON.parse(localStorage.getItem('partyline.theme') ?? 'null')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // No storage, or not ours: the system's theme it is.
}
