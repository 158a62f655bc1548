/** Every language, loaded before a test shows anything. */
import { LANGUAGES, type Lang, load } from "../words/catalogue";

export const SPOKEN = Object.fromEntries(
  await Promise.all(LANGUAGES.map(async (lang) => [lang, await load(lang)] as const)),
) as Record<Lang, Awaited<ReturnType<typeof load>>>;
