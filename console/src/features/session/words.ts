/** Words about signing in and one-time links. */
import { type Entries, speaking } from "../../words/catalogue";
import { passkey } from "../../words/passkey";

export const session = {
  sign_in: ["Log ind", "Logga in", "Sign in"],
  your_name: ["Dit navn", "Ditt namn", "Your name"],
  choose_password: ["Vælg nyt kodeord", "Välj nytt lösenord", "Choose a new password"],
  forgot: [
    "Glemt kodeord? Bed en ejer om et link.",
    "Glömt lösenordet? Be en ägare om en länk.",
    "Forgotten it? Ask an owner for a link.",
  ],
  demo_fill: ["Udfyld med demoens login", "Fyll i demons inloggning", "Fill in the demo's sign-in"],
  demo_shop: ["Åbn demobutikken", "Öppna demobutiken", "Open the demo shop"],
  tagline: [
    "Det lovlige grundlag for kundedata",
    "Den lagliga grunden för kunddata",
    "The legal ground for customer data",
  ],
} satisfies Entries;

export const useWords = speaking({ ...passkey, ...session });
