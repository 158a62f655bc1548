/** Shows a part of the console as it is shown in the program. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router-dom";
import { makeCache } from "../api/cache";
import { type Lang, Language } from "../words/catalogue";
import { SPOKEN } from "./spoken";

export function show(part: ReactNode, { lang = "en" }: { lang?: Lang } = {}) {
  const client = makeCache();
  client.setDefaultOptions({ queries: { retry: false } });
  const shown = render(
    <Language.Provider value={{ lang, words: SPOKEN[lang], set: () => {} }}>
      <MantineProvider env="test">
        <QueryClientProvider client={client}>
          <MemoryRouter>{part}</MemoryRouter>
        </QueryClientProvider>
      </MantineProvider>
    </Language.Provider>,
  );
  return { ...shown, user: userEvent.setup(), client };
}
