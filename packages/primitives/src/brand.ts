declare const brand: unique symbol;

/** A type that must not mix with its cousins. Each brand is made by one checking function. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
