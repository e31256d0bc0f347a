/** The register model of a meter, with values that a test sets and writes by name. */
import { catalogue, type RegisterName } from "catalogue";
import type { Outcome } from "registers/binding";
import RegisterModel from "registers/model";

export class TestModel extends RegisterModel<RegisterName> {
	constructor() {
		super(catalogue);
	}

	setByName(name: RegisterName, value: number): void {
		this.set(this.indexOf(name), value);
	}

	getByName(name: RegisterName): number {
		return this.get(this.indexOf(name));
	}

	writeByName(name: RegisterName, value: number): Outcome {
		return this.write(this.indexOf(name), value);
	}
}
