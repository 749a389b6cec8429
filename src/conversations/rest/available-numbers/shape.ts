import { API_VERSION } from '../channel-messages/shape.ts'

/** A number for sale as the 2010-04-01 API shows it; where it lies on the map is not known here. */
export function availableNumberShape(number: string, country: string) {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? []
  return {
    friendly_name: `(${area}) ${exchange}-${line}`,
    phone_number: number,
    lata: null,
    locality: null,
    rate_center: null,
    latitude: null,
    longitude: null,
    region: null,
    postal_code: null,
    iso_country: country,
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: false, sms: true, mms: true, fax: false },
  }
}

export function countryShape(accountSid: string, { code, name }: { readonly code: string; readonly name: string }) {
  const uri = `/${API_VERSION}/Accounts/${accountSid}/AvailablePhoneNumbers/${code}`
  return {
    country_code: code,
    country: name,
    uri: `${uri}.json`,
    beta: false,
    subresource_uris: { local: `${uri}/Local.json`, toll_free: `${uri}/TollFree.json`, mobile: `${uri}/Mobile.json` },
  }
}
