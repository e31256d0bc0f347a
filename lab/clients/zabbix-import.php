<?php
// Zabbix's own validator of imports judges a template: php zabbix-import.php FRONTEND < template.json
[, $frontend] = $argv;
$files = [];
$tree = new RecursiveIteratorIterator(new RecursiveDirectoryIterator("$frontend/include/classes"));
foreach ($tree as $file)
	$files[$file->getBasename('.php')] ??= $file->getPathname();
spl_autoload_register(function (string $name) use ($files): void {
	if (isset($files[$name]))
		require $files[$name];
});
foreach (['defines', 'gettextwrapper', 'translateDefines', 'func'] as $name)
	require "$frontend/include/$name.inc.php";
$validator = new CXmlValidator(new CImportValidatorFactory('yaml'), 'yaml');
try {
	$data = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
	$valid = $validator->setStrict(true)->validate($data, '/');
	echo count($valid['zabbix_export']['templates'][0]['items']), "\n";
} catch (Exception $fault) {
	fwrite(STDERR, $fault->getMessage() . "\n");
	exit(1);
}
