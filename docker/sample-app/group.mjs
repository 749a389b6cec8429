// A group text from a chat user to Ana and Ben, by the REST API alone: no package is needed.
const { TWILIO_BASE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = process.env
const authorization = `Basic ${Buffer.from(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`).toString('base64')}`

async function post(path, form) {
  const response = await fetch(`${TWILIO_BASE_URL}/v1${path}`, {
    method: 'POST',
    headers: { authorization, 'X-Twilio-Host': 'conversations.twilio.com' },
    body: new URLSearchParams(form),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

const { sid } = await post('/Conversations', { FriendlyName: 'Home tour' })
const participants = `/Conversations/${sid}/Participants`
await post(participants, { Identity: 'agent', 'MessagingBinding.ProjectedAddress': '+15017122661' })
await post(participants, { 'MessagingBinding.Address': '+12025550101' })
await post(participants, { 'MessagingBinding.Address': '+12025550102' })
await post(`/Conversations/${sid}/Messages`, { Author: 'agent', Body: 'Welcome to the tour!' })
console.log(`texted the group ${sid}`)
