// What a front end does with the generated types: that this compiles is the test.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { TodayDocument } from '../../../target/operations/graphql';

declare function send<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;

export async function today(): Promise<string> {
  const { myDay } = await send(TodayDocument, { unit: 'KILOGRAM' });
  return myDay?.plan ? `${myDay.date}: revision ${myDay.plan.revision ?? 'none'}` : 'no plan yet';
}

export async function wrong(): Promise<void> {
  // @ts-expect-error A variable that must be given may not be left out.
  await send(TodayDocument, {});
}
