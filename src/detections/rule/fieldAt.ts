import type { Field, Form } from './fields.ts';

/** The form of a field, and the fields of the mappings in it. */
export interface FieldForm {
  readonly form: Form;
  readonly fields: readonly Field[];
}

/** The form of the field at a path, and its own fields. */
export function fieldAt(fields: readonly Field[], path: readonly string[]): FieldForm | undefined {
  let inner = fields;
  let form: Form | undefined;
  for (const name of path) {
    form = (inner.find((field) => field.name === name) ?? inner.find((field) => field.name === ANY_NAME))
      ?.value;
    inner = form ? fieldsOf(form) : [];
  }
  return form && { form, fields: inner };
}

/** Name of the field that stands for all members that have no field of their own. */
export const ANY_NAME = '*';

function fieldsOf(form: Form): readonly Field[] {
  switch (form.form) {
    case 'record':
      return form.fields;
    case 'list':
      return fieldsOf(form.of);
    case 'either':
      return form.of.flatMap(fieldsOf);
    case 'map':
      return [{ name: ANY_NAME, about: '', value: form.of }];
    default:
      return [];
  }
}
