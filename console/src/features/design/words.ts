/** Words about the parts that pages are made of. */
import { type Entries, speaking } from "../../words/catalogue";
import { design as manifest } from "./manifest";

const design = {
  design: manifest.title,
  design_def: [
    "Alt, siderne deles om, som det ser ud i lys, i mørke og på en telefon.",
    "Allt som sidorna delar, som det ser ut i ljust, i mörkt och på en telefon.",
    "Everything that pages share, as it looks in the light, in the dark and on a phone.",
  ],
} satisfies Entries;

export const useWords = speaking(design);
