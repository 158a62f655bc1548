/** Colours and type, as the parts of the library have them. */
import { createTheme } from "@mantine/core";

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "620" },
  primaryColor: "fjord",
  primaryShade: { light: 7, dark: 4 },
  colors: {
    fjord: [
      "#eaf6f7",
      "#d2eaec",
      "#a6d7da",
      "#77c3c8",
      "#4fb8bf",
      "#2f9ba2",
      "#178189",
      "#0b6e75",
      "#07575d",
      "#044146",
    ],
    // Ink with a breath of the fjord in it, rather than the library's neutral grey.
    dark: [
      "#e8efee",
      "#c6d2d0",
      "#a3b3b0",
      "#7d908c",
      "#33413f",
      "#2c3836",
      "#1d2826",
      "#121a19",
      "#0d1413",
      "#090e0d",
    ],
  },
  defaultRadius: "sm",
  fontSizes: { sm: "14px", md: "14px" },
  autoContrast: true,
});
