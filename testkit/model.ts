/** The register model of a meter, with values that a test sets by name. */
import { catalogue, type RegisterName } from "catalogue";
import RegisterModel from "registers/model";

export class TestModel extends RegisterModel<RegisterName> {
	constructor() {
		super(catalogue);
	}

	setByName(name: RegisterName, value: number): void {
		this.set(this.indexOf(name), value);
	}
}
