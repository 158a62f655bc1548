export function keys(): string;
