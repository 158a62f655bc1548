/** Words about passkeys. */
import type { Entries } from "./catalogue";

export const passkey = {
  passkeys: ["Adgangsnøgler", "Lösennycklar", "Passkeys"],
  passkeys_def: [
    "Log ind med fingeraftryk, ansigt eller sikkerhedsnøgle. En adgangsnøgle virker kun her og kan ikke lokkes fra dig på en falsk side. Den gælder som totrinslogin.",
    "Logga in med fingeravtryck, ansikte eller säkerhetsnyckel. En lösennyckel fungerar bara här och kan inte luras av dig på en falsk sida. Den gäller som tvåstegsinloggning.",
    "Sign in with a fingerprint, your face or a security key. A passkey works here only and cannot be coaxed out of you on a fake page. It counts as a second factor.",
  ],
  passkey_use: ["Brug en adgangsnøgle", "Använd en lösennyckel", "Use a passkey"],
  passkey_add: ["Tilføj en adgangsnøgle", "Lägg till en lösennyckel", "Add a passkey"],
  passkey_name: ["Hvad den skal hedde", "Vad den ska heta", "What to call it"],
  passkey_name_hint: ["F.eks. Min telefon", "T.ex. Min telefon", "Such as My phone"],
  passkey_rename: ["Omdøb", "Byt namn", "Rename"],
  passkey_remove: ["Fjern", "Ta bort", "Remove"],
  passkey_remove_sure: [
    "Den kan ikke bruges til at logge ind mere. Slet den også på din enhed. Er det den sidste, og har du ingen godkendelsesapp, er kodeordet alene nok.",
    "Den kan inte användas för att logga in längre. Ta bort den på din enhet också. Är det den sista och du inte har någon autentiseringsapp räcker lösenordet ensamt.",
    "It cannot be used to sign in any more. Delete it on your device as well. If it is the last, and you have no authenticator, the password alone is enough.",
  ],
  passkey_used: ["Sidst brugt {when}", "Senast använd {when}", "Last used {when}"],
  passkey_unused: ["Aldrig brugt", "Aldrig använd", "Never used"],
  passkey_synced: ["kan deles mellem dine enheder", "kan delas mellan dina enheter", "may be shared by your devices"],
  passkey_none: [
    "Denne browser eller adresse kan ikke bruge adgangsnøgler.",
    "Den här webbläsaren eller adressen kan inte använda lösennycklar.",
    "This browser or address cannot use passkeys.",
  ],
  passkey_not_given: ["Adgangsnøglen blev ikke brugt", "Lösennyckeln användes inte", "The passkey was not used"],
  passkey_not_given_def: [
    "Der blev afbrudt, eller enheden har ingen, der passer. Prøv igen.",
    "Det avbröts, eller så har enheten ingen som passar. Försök igen.",
    "It was cancelled, or the device has none that fits. Try again.",
  ],
  passkey_there: [
    "Der er allerede en adgangsnøgle til din konto på denne enhed.",
    "Det finns redan en lösennyckel till ditt konto på den här enheten.",
    "There is already a passkey for your account on this device.",
  ],
  passkey_name_else: [
    "Adgangsnøgler virker kun på Hjemmels egen adresse: {name}.",
    "Lösennycklar fungerar bara på Hjemmels egen adress: {name}.",
    "Passkeys work at Hjemmel's own address only: {name}.",
  ],
} satisfies Entries;
