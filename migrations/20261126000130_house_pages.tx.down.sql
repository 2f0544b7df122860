DROP TABLE house_pages;
